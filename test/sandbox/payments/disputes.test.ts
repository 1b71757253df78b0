/** Disputes: evidence, verdicts, giving up; the files that evidence consists of. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Api, apiAt, moneyOf, type Reply } from '../../helpers/api.ts';
import { testKey, testSandbox } from '../../helpers/sandbox.ts';

const sandbox = testSandbox();
const DAY = 86_400;
let api: Api;
beforeEach(() => {
  api = apiAt(sandbox.url);
});

const advance = (seconds: number) => api.post('/_sandbox/clock', { advance: seconds });

/** The dispute that a charge of 1000 raises. */
async function disputed(token = 'tok_createDispute'): Promise<Reply> {
  const { id } = await api.post('/v1/charges', { amount: 1000, currency: 'usd', source: token });
  await advance(1);
  return (await api.get(`/v1/charges/${id}`, { expand: ['dispute'] })).dispute;
}

const answer = (id: string, evidence: object) => api.post(`/v1/disputes/${id}`, { evidence });
const types = async () => (await api.get('/v1/events', { limit: 100 })).data.map((one: Reply) => one.type);
const money = async () => (await moneyOf(api))['usd'];

const AFTER_CHARGE = 1000 - 59;

describe('disputes', () => {
  test('take the money and a fee, and give both back when they are won', async () => {
    const { id } = await disputed();
    expect(await money()).toBe(AFTER_CHARGE - 1000 - 1500);
    const won = await answer(id, { uncategorized_text: 'winning_evidence' });
    expect(won).toMatchObject({
      status: 'won',
      evidence: { uncategorized_text: 'winning_evidence' },
      evidence_details: { has_evidence: true, past_due: false, submission_count: 1 },
    });
    expect(won.balance_transactions.map(({ net }: Reply) => net)).toEqual([-2500, 2500]);
    expect(await money()).toBe(AFTER_CHARGE);
    expect(await types()).toEqual(
      expect.arrayContaining([
        'charge.dispute.updated',
        'charge.dispute.closed',
        'charge.dispute.funds_reinstated',
      ]),
    );
    await expect(answer(id, { customer_name: 'Jenny' })).rejects.toMatchObject({ statusCode: 400 });
    expect(await api.post(`/v1/disputes/${id}`, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { a: 'b' },
    });
  });

  test('are lost by the wrong evidence, by giving up, and by silence', async () => {
    const [first, second, third] = [await disputed(), await disputed(), await disputed()];
    expect(await answer(first.id, { uncategorized_text: 'losing_evidence' })).toMatchObject({
      status: 'lost',
    });
    expect(await api.post(`/v1/disputes/${second.id}/close`)).toMatchObject({ status: 'lost' });
    await expect(api.post(`/v1/disputes/${second.id}/close`)).rejects.toMatchObject({ statusCode: 400 });
    await advance(17 * DAY);
    expect((await api.get(`/v1/disputes/${third.id}`)).status).toBe('lost');
    expect(await money()).toBe(3 * (AFTER_CHARGE - 2500));
  });

  test('are reviewed with all the evidence there is', async () => {
    const { id } = await disputed('tok_createDisputeProductNotReceived');
    const first = await answer(id, { customer_name: 'Jenny', shipping_carrier: 'USPS' });
    expect(first).toMatchObject({ reason: 'product_not_received', status: 'under_review' });
    const second = await answer(id, { customer_name: '', shipping_date: '2016-07-06' });
    expect(second).toMatchObject({
      status: 'under_review',
      evidence: { customer_name: null, shipping_carrier: 'USPS', shipping_date: '2016-07-06' },
      evidence_details: { submission_count: 2 },
    });
    await advance(20 * DAY);
    expect((await answer(id, { customer_name: 'Jenny' })).evidence_details.past_due).toBe(true);
    expect(await api.post(`/v1/disputes/${id}/close`)).toMatchObject({ status: 'lost' });
  });

  test('that only inquire move no money', async () => {
    const [first, second, third] = [
      await disputed('tok_createDisputeInquiry'),
      await disputed('tok_createDisputeInquiry'),
      await disputed('tok_createDisputeInquiry'),
    ];
    expect(first).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true });
    expect(await answer(first.id, { customer_name: 'Jenny' })).toMatchObject({
      status: 'warning_under_review',
    });
    expect(await answer(first.id, { uncategorized_text: 'winning_evidence' })).toMatchObject({
      status: 'warning_closed',
      balance_transactions: [],
    });
    expect(await money()).toBe(3 * AFTER_CHARGE);
    await api.post('/v1/refunds', { charge: second.charge });
    expect(await api.get(`/v1/disputes/${second.id}`)).toMatchObject({ status: 'charge_refunded' });
    await advance(17 * DAY);
    expect((await api.get(`/v1/disputes/${third.id}`)).status).toBe('warning_closed');
  });

  test('are listed, and called by their charges as they once were', async () => {
    const [first, second] = [await disputed(), await disputed()];
    const { data } = await api.get('/v1/disputes');
    expect(data.map(({ id }: Reply) => id)).toEqual([second.id, first.id]);
    expect((await api.get('/v1/disputes', { created: { lt: first.created } })).data).toEqual([]);
    expect(
      await api.post(`/v1/charges/${first.charge}/dispute`, { evidence: 'winning_evidence' }),
    ).toMatchObject({ id: first.id, status: 'won' });
    expect(await api.post(`/v1/charges/${second.charge}/dispute/close`)).toMatchObject({ status: 'lost' });
    const { id } = await api.post('/v1/charges', { amount: 1000, currency: 'usd', source: 'tok_visa' });
    await expect(api.post(`/v1/charges/${id}/dispute/close`)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('files', () => {
  const upload = async (
    purpose: string,
    name: string,
    contents: string,
    type = 'application/octet-stream',
  ) => {
    const form = new FormData();
    form.append('purpose', purpose);
    form.append('file', new Blob([Buffer.from(contents, 'latin1')], { type }), name);
    const response = await fetch(`${sandbox.url}/v1/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}` },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as Reply };
  };

  test('are evidence', async () => {
    const { status, body: file } = await upload('dispute_evidence', 'receipt.pdf', '%PDF-1.4 receipt');
    expect(status).toBe(200);
    expect(file).toEqual({
      id: expect.stringMatching(/^file_\w{24}$/),
      object: 'file_upload',
      created: expect.any(Number),
      purpose: 'dispute_evidence',
      size: 16,
      type: 'pdf',
    });
    const { id } = await disputed();
    expect((await answer(id, { receipt: file.id })).evidence.receipt).toBe(file.id);
    await expect(answer(id, { receipt: 'file_none' })).rejects.toMatchObject({ param: 'evidence[receipt]' });
    expect(await api.get(`/v1/files/${file.id}`)).toMatchObject({ id: file.id });
  });

  test('are told apart by what they hold, and limited by what they are for', async () => {
    const png = '\x89PNG\r\n\x1a\n';
    expect((await upload('identity_document', 'scan', `${png}...`)).body.type).toBe('png');
    expect((await upload('product_feed', 'feed.csv', 'a,b', 'text/csv')).body.type).toBe('csv');
    for (const [purpose, contents] of [
      ['identity_document', '%PDF-1.4'],
      ['dispute_evidence', 'text'],
      ['business_logo', png + 'x'.repeat(512 * 1024)],
      ['nonsense', png],
      ['dispute_evidence', ''],
    ] as const) {
      expect((await upload(purpose, 'file', contents)).status).toBe(400);
    }
    const listed = await api.get('/v1/files', { purpose: 'product_feed' });
    expect(listed.data).toHaveLength(1);
  });

  test('are repeated by their key without being kept twice', async () => {
    const send = async (contents: string) => {
      const form = new FormData();
      form.append('purpose', 'dispute_evidence');
      form.append('file', new Blob([contents]), 'a.pdf');
      const response = await fetch(`${sandbox.url}/v1/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api.key}`, 'idempotency-key': 'k1' },
        body: form,
      });
      return [response.status, ((await response.json()) as Reply).id];
    };
    const first = await send('%PDF-1');
    expect(await send('%PDF-1')).toEqual(first);
    expect((await send('%PDF-2'))[0]).toBe(400);
  });

  test('come as multipart forms that can be read', async () => {
    const send = (type: string, body: string) =>
      fetch(`${sandbox.url}/v1/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${testKey()}`, 'content-type': type },
        body,
      });
    const plain = await send(
      'application/x-www-form-urlencoded',
      'purpose=dispute_evidence&file=JVBERi0xLjQ=',
    );
    expect(plain.status).toBe(400);
    const broken = await send('multipart/form-data; boundary=x', 'no boundary in here');
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toContain('no boundary');
  });
});
