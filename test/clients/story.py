"""What a program in Python does with Stripe's own client: `story.py <address> <key> <version>`. Prints what came, as JSON."""
import json
import sys

import stripe

stripe.api_base, stripe.api_key, stripe.api_version = sys.argv[1:4]
stripe.max_network_retries = 0
by_offset = stripe.api_version < "2014-03-28"
payment = "card" if stripe.api_version < "2015-02-18" else "source"


def token(number="4242424242424242"):
    card = {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}
    return {payment: stripe.Token.create(card=card).id}


def failure(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except stripe.error.StripeError as error:
        return {
            "type": type(error).__name__,
            "status": error.http_status,
            "code": getattr(error, "code", None),
            "param": getattr(error, "param", None),
            "message": error.user_message,
            "request": error.request_id,
        }


customer = stripe.Customer.create(email="jenny@example.com", metadata={"name": "größer"}, **token())
other = stripe.Customer.create(**token())
held = stripe.Charge.create(amount=900, currency="usd", customer=customer.id, capture=False)
captured = held.capture(amount=800)
for amount in (100, 200):
    stripe.Charge.create(amount=amount, currency="usd", customer=customer.id)
    stripe.Charge.create(amount=999, currency="usd", customer=other.id)
# Versions of this client since 2020 have no method for a refund of the charge itself.
held.request("post", held.instance_url() + "/refund", {"amount": 300})
plan = stripe.Plan.create(id="gold", name="Gold", amount=2000, currency="usd", interval="month")

found = []
for _ in range(2):
    page = (
        {"count": 2, "offset": len(found)}
        if by_offset
        else {"limit": 2, **({"starting_after": found[-1].id} if found else {})}
    )
    found += stripe.Charge.list(customer=customer.id, **page).data

print(
    json.dumps(
        {
            "customer": {"email": customer.email, "metadata": customer.metadata},
            "captured": captured.captured,
            "amount_refunded": stripe.Charge.retrieve(held.id).amount_refunded,
            "plan": plan.id,
            "amounts": [charge.amount for charge in found],
            "deleted": plan.delete().deleted,
            "declined": failure(
                stripe.Charge.create, amount=900, currency="usd", **token("4000000000000002")
            ),
            "missing": failure(stripe.Charge.retrieve, "ch_1"),
            "invalid": failure(stripe.Charge.create, amount=900),
            "unauthenticated": failure(stripe.Charge.retrieve, "ch_1", api_key="wrong"),
        }
    )
)
