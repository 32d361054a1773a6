/** Evaluates the rules of our CRDs outside the API server. */
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { assert } from '../../../registry/index.js';
import { registerKubernetesFunctions } from './kubernetes-functions.js';

const environment = registerKubernetesFunctions(new Environment().registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn'));
const parsedRules = new Map<string, ParseResult>();

/** Parses a rule; the rules are ours, so one that does not parse is a defect. */
export function parseRule(rule: string): ParseResult {
  const known = parsedRules.get(rule);
  if (known !== undefined) return known;
  const parsed = environment.parse(rule);
  parsedRules.set(rule, parsed);
  return parsed;
}

/** Whether a rule is checked on updates only: it names oldSelf. */
export const isTransitionRule = (rule: string): boolean => /\boldSelf\b/.test(rule);

/** null if the rule holds, '' if it does not, else why it could not be evaluated (which counts as not holding). Values as from `celValue`. */
export function violation(rule: string, self: unknown, oldSelf?: unknown): string | null {
  let result: unknown;
  try {
    result = parseRule(rule)(oldSelf === undefined ? { self } : { self, oldSelf });
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;
  }
  assert(typeof result === 'boolean', 'RELAIS_E_CEL', `${rule} gives no boolean.`);
  return result ? null : '';
}
