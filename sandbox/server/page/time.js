/** The clock of the account, its scheduled tasks, and the balance over time. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { call } from './api.js';
import { Field, html, Linked, Moment, Problem, Rows, useLoaded, useSoon } from './parts.js';

const STEPS = [
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [7 * 86_400, '1 week'],
  [31 * 86_400, '31 days'],
];

export function Time({ account, happened, act }) {
  const { value, error, reload } = useLoaded(() => call('GET', '/clock'), [account]);
  useSoon(reload, happened);
  const [days, setDays] = useState('30');
  const advance = (seconds) =>
    act('Advancing the clock', async () => {
      await call('POST', '/clock', { advance: seconds });
      await reload();
    });
  const submit = (event) => {
    event.preventDefault();
    advance(Math.round(Number(days) * 86_400));
  };
  return html`
    <h2 id="title">Clock</h2>
    <${Problem} error=${error} />
    ${
      value &&
      html`<p>
        The account's time is <strong><${Moment} at=${value.now} /></strong> UTC
        ${value.advanced > 0 ? `, ${spanOf(value.advanced)} ahead of this machine.` : ', that of this machine.'}
      </p>`
    }
    <div class="bar">
      ${STEPS.map(
        ([seconds, words]) =>
          html`<button type="button" key=${words} onClick=${() => advance(seconds)}>Advance ${words}</button>`,
      )}
    </div>
    <form onSubmit=${submit}>
      <${Field} label="Days" type="number" min="0" max="1830" step="any" required value=${days} onInput=${(event) => setDays(event.currentTarget.value)} />
      <button class="main">Advance</button>
    </form>
    <h3>Due next${value ? ` (${value.due_count})` : ''}</h3>
    <${Rows}
      items=${value?.due ?? []}
      keyOf=${(task) => `${task.at} ${task.kind} ${task.id}`}
      empty="Nothing is scheduled."
      render=${(task) => html`<div class="plain">
        <${Moment} at=${task.at} /><span>${task.kind}</span><span class="mono"><${Linked} text=${task.id} /></span>
      </div>`}
    />
  `;
}

function spanOf(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.round((seconds % 86_400) / 3_600);
  return [days > 0 && `${days} d`, (hours > 0 || days === 0) && `${hours} h`].filter(Boolean).join(' ');
}

export function Balance({ account, happened }) {
  const { value, error, reload } = useLoaded(() => call('GET', '/balance'), [account]);
  useSoon(reload, happened);
  const currencies = Object.entries(value?.currencies ?? {});
  return html`
    <h2 id="title">Balance</h2>
    <${Problem} error=${error} />
    ${value && currencies.length === 0 && html`<p class="faint">No money has moved yet.</p>`}
    ${currencies.map(
      ([
        currency,
        points,
      ]) => html`<section key=${currency} class="card" aria-label=${`Balance in ${currency}`}>
        <h3>${currency}</h3>
        <p>
          ${points.at(-1)[1]} in total, ${points.at(-1)[2]} available, in the smallest unit of the currency, at ${' '}<${Moment} at=${value.now} />
        </p>
        <${Plot} points=${points} currency=${currency} />
      </section>`,
    )}
  `;
}

/** Draws the balance. uPlot draws on a canvas, so it gets the colors of the style sheet, again when they change. */
function Plot({ points, currency }) {
  const box = useRef();
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => setDrawn((before) => before + 1);
    dark.addEventListener('change', redraw);
    addEventListener('resize', redraw);
    return () => {
      dark.removeEventListener('change', redraw);
      removeEventListener('resize', redraw);
    };
  }, []);
  useEffect(() => {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--faint'),
      grid: { stroke: colour('--line') },
      ticks: { stroke: colour('--line') },
    };
    const stepped = uPlot.paths.stepped({ align: 1 });
    const plot = new uPlot(
      {
        width: Math.max(200, box.current.clientWidth),
        height: 260,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        axes: [axis, { ...axis, size: 80 }],
        series: [
          { label: 'UTC' },
          { label: 'all', stroke: colour('--accent'), width: 2, paths: stepped },
          { label: 'available', stroke: colour('--good'), width: 2, paths: stepped },
        ],
      },
      [0, 1, 2].map((column) => points.map((point) => point[column])),
      box.current,
    );
    return () => plot.destroy();
  }, [points, drawn]);
  return html`<div class="plot" ref=${box} role="img" aria-label=${`The balance in ${currency} over time`}></div>`;
}
