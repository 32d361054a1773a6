/**
 * The functions that Kubernetes adds to CEL and that our rules may use, with the same results as in the API server (k8s.io/apiserver/pkg/cel/library):
 * isIP, isCIDR, cidr, masked, quantity and its comparisons.
 */
import type { Environment } from '@marcbachmann/cel-js';
import { type IpRange, parseAddress, parseMaskedRange } from '../../../node/access/index.js';
import { RelaisError } from '../../../registry/index.js';

/** CEL type of `cidr(…)`. */
class Cidr {
  readonly range: IpRange;
  readonly isMasked: boolean;
  constructor(range: IpRange, isMasked: boolean) {
    this.range = range;
    this.isMasked = isMasked;
  }
}

/** CEL type of `quantity(…)`: nano-units, exact. Kubernetes rounds what is smaller up to one of them. */
class Quantity {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

const QUANTITY = /^([+-]?)([0-9]{1,30})(?:[.]([0-9]{0,9}))?$/;

function quantityOf(text: string): Quantity {
  const parts = QUANTITY.exec(text);
  // What a function throws becomes a violated rule, as in the API server.
  if (parts === null) throw new RelaisError('RELAIS_E_CEL', `${text} is no quantity: digits with at most nine decimals.`);
  const nanos = BigInt(`${parts[2]}${(parts[3] ?? '').padEnd(9, '0')}`);
  return new Quantity(parts[1] === '-' ? -nanos : nanos);
}

function cidrOf(text: string): Cidr {
  const parsed = parseMaskedRange(text);
  if (parsed === null) throw new RelaisError('RELAIS_E_CEL', `${text} is no CIDR range.`);
  return new Cidr(parsed.range, parsed.isMasked);
}

const isSameCidr = (a: Cidr, b: Cidr): boolean =>
  a.isMasked === b.isMasked && a.range.prefixBits === b.range.prefixBits && Buffer.compare(a.range.network, b.range.network) === 0;

/** Adds the functions to an environment. */
export function registerKubernetesFunctions(environment: Environment): Environment {
  return environment
    .registerType('Cidr', Cidr)
    .registerType('Quantity', Quantity)
    .registerFunction('isIP(string): bool', (text: string) => parseAddress(text) !== null)
    .registerFunction('isCIDR(string): bool', (text: string) => parseMaskedRange(text) !== null)
    .registerFunction('cidr(string): Cidr', cidrOf)
    .registerFunction('Cidr.masked(): Cidr', (cidr: Cidr) => new Cidr(cidr.range, true))
    .registerOperator('Cidr == Cidr', isSameCidr)
    .registerFunction('quantity(string): Quantity', quantityOf)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.nanos < b.nanos)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) => a.nanos > b.nanos);
}
