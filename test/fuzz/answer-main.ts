/** The part of `npm run test:fuzz` in which Stripe's answers are made up; see `main.ts`. */
import { startAnswerCards } from './answer-cards.ts';
import { callsStripe, ENVIRONMENT, fuzzAnswers, withKeys } from './answer-cases.ts';
import { startAnswerStage } from './answer-stage.ts';
import { HANGING, meantBy, readRun, runAll, type Target } from './runs.ts';
import { startWatch } from './watch.ts';
import { waysOf } from './ways.ts';

const { upstream, seed, only, path, payments } = readRun(process.argv.slice(2));
const ways = waysOf(payments);
Object.assign(process.env, ENVIRONMENT, { LOG_LEVEL: 'silent' });

// Where nobody waits for the outcome any more, there is none.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

let holds = true;
process.on('unhandledRejection', (reason) => {
  holds = false;
  console.error('\nA rejection that nobody handles:', reason);
});

const stage = await startAnswerStage(String(seed), ways);
const cards = await startAnswerCards(stage);
const watch = startWatch(HANGING);
try {
  if (stage.missing.length > 0) {
    throw new Error(`No answer was recorded to ${stage.missing.join(', ')}.`);
  }
  const targets = stage.entries.filter(callsStripe).map((entry): Target => {
    const isOfCards = ['card', 'webhook'].includes(entry.endpoint.surface);
    const callerOf = () => (isOfCards ? cards.caller(entry) : withKeys(entry));
    return [`upstream ${entry.method} ${entry.path}`, (run) => fuzzAnswers(entry, stage, callerOf(), run)];
  });
  const common = { total: upstream / ways.length, seed, path, watch };
  for (const way of ways) {
    holds = (await runAll('upstream', meantBy(only, targets), { ...common, way })) && holds;
  }
} finally {
  await Promise.all([stage.close(), cards.close(), watch.stop()]);
}
process.exitCode = holds ? 0 : 1;
