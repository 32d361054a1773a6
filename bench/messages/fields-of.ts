import { MESSAGES } from '../../node/wire/index.js';
import { RelaisError } from '../../registry/index.js';

export interface MessageFields {
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly texts: readonly string[];
  readonly group: { readonly name: string; readonly fields: readonly { readonly name: string; readonly type: string }[] } | null;
}

/** Fields of a message as the schema has them, so that the peers' schemas have the same. */
export function fieldsOf(name: string): MessageFields {
  const spec = MESSAGES.find((message) => message.name === name);
  if (!spec) throw new RelaisError('RELAIS_E_INTERNAL', `no message ${name}`);
  return { fields: spec.fields, texts: (spec.texts ?? []).map((text) => text.name), group: spec.group ?? null };
}
