/**
 * The language in which resources are described. One description of a kind gives its TypeScript type (`FromSchema`), its CRD, its page in
 * docs/resources.md and what `relais validate` checks. It holds only what a structural schema of Kubernetes can say.
 *
 * Every text, list and map is bounded: the API server estimates the cost of CEL rules from these bounds and refuses a CRD without them.
 */

/** A CEL rule. `self` is the value it stands at; a rule that names `oldSelf` is checked on updates only. */
export interface Rule {
  readonly rule: string;
  /** Sentence for the person whose YAML is refused. */
  readonly message: string;
}

interface NodeBase {
  readonly doc: string;
  readonly rules?: readonly Rule[];
}

export interface TextNode extends NodeBase {
  readonly type: 'string';
  readonly maxLength: number;
  readonly minLength?: number;
  /** In the common part of RE2 and ECMAScript: no lookaround, no flags, no back references, no `\d`-like classes. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly default?: string;
  /** `date-time` for times that Kubernetes writes. */
  readonly format?: 'date-time';
}

export interface IntegerNode extends NodeBase {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
}

export interface BooleanNode extends NodeBase {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface ListNode extends NodeBase {
  readonly type: 'array';
  readonly items: SchemaNode;
  readonly maxItems: number;
  readonly minItems?: number;
  /** `map`: entries are told apart by `keys`. `set`: no value twice. */
  readonly list: 'map' | 'set' | 'atomic';
  /** Required fields of the entries. */
  readonly keys?: readonly string[];
}

export interface ObjectNode extends NodeBase {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly default?: Readonly<Record<string, unknown>>;
}

export type SchemaNode = TextNode | IntegerNode | BooleanNode | ListNode | ObjectNode;

type Present<S extends ObjectNode> = {
  [K in keyof S['properties']]: K extends RequiredNames<S> ? K : S['properties'][K] extends { readonly default: unknown } ? K : never;
}[keyof S['properties']];
type RequiredNames<S extends ObjectNode> = S['required'] extends readonly (infer N)[] ? N : never;

/** Type of a value that has passed its schema and whose defaults have been filled in. */
export type FromSchema<S> = S extends { readonly type: 'string'; readonly enum: readonly (infer E)[] }
  ? E
  : S extends TextNode
    ? string
    : S extends IntegerNode
      ? number
      : S extends BooleanNode
        ? boolean
        : S extends ListNode
          ? readonly FromSchema<S['items']>[]
          : S extends ObjectNode
            ? { readonly [K in Present<S>]: FromSchema<S['properties'][K]> } & {
                readonly [K in Exclude<keyof S['properties'], Present<S>>]?: FromSchema<S['properties'][K]>;
              }
            : never;

/** Keeps the literal types of a description, and checks it. */
export const describe = <const S extends SchemaNode>(node: S): S => node;

export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly jsonPath: string;
  readonly description: string;
}

/** A kind of relais.dev/v1alpha1. */
export interface KindDescription {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly doc: string;
  readonly spec: ObjectNode;
  readonly columns: readonly PrinterColumn[];
  /** Rules on the whole object: they see `self.metadata.name` and `self.spec`. */
  readonly rules: readonly Rule[];
}
