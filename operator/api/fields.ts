/** Fields that several kinds share. */
import { describe } from './schema.js';

export const GROUP = 'relais.dev';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Names of Relais objects are labels (RFC 1123): they travel in protocol messages and become host names. */
export const NAME_PATTERN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
export const NAME_CHARACTERS_MAX = 63;

export const regionName = describe({
  type: 'string',
  doc: 'Name of a Region.',
  maxLength: NAME_CHARACTERS_MAX,
  minLength: 1,
  pattern: NAME_PATTERN,
});

const ipRange = describe({
  type: 'string',
  doc: 'CIDR range, IPv4 or IPv6.',
  maxLength: 43,
  minLength: 1,
  rules: [
    {
      rule: 'isCIDR(self) && cidr(self).masked() == cidr(self)',
      message: 'must be a CIDR range without host bits, such as 10.0.0.0/8 or fd00::/8',
    },
  ],
});

export const ipRanges = <const D extends string>(doc: D) =>
  describe({ type: 'array', doc, list: 'set', minItems: 1, maxItems: 64, items: ipRange });

/** A decimal number as text, so that no reader turns it into a binary fraction; nine decimals, because Kubernetes' quantity() is exact that far. */
export const decimal = <const D extends string>(doc: D) =>
  describe({ type: 'string', doc, maxLength: 24, minLength: 1, pattern: '^-?(0|[1-9][0-9]*)([.][0-9]{1,9})?$' });

export const clockTime = <const D extends string>(doc: D) =>
  describe({ type: 'string', doc, maxLength: 5, pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' });

export const localDate = <const D extends string>(doc: D) =>
  describe({ type: 'string', doc, maxLength: 10, pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });
