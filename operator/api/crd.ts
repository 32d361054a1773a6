/** Description of a kind → CustomResourceDefinition. Pure; crds/ holds what it returns. */
import { GROUP, NAME_CHARACTERS_MAX, NAME_PATTERN, VERSION } from './fields.js';
import type { KindDescription, PrinterColumn, Rule, SchemaNode } from './schema.js';
import { status } from './status.js';

/** A structural schema as it stands in a CRD. */
export interface StructuralSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly Rule[];
}

/** Schema of a part, as a CRD says it. */
export function structuralSchema(node: SchemaNode): StructuralSchema {
  return dropUndefined({
    type: node.type,
    description: node.doc,
    ...particulars(node),
    default: 'default' in node ? node.default : undefined,
    'x-kubernetes-validations': node.rules?.map(({ rule, message }) => ({ rule, message })),
  });
}

function particulars(node: SchemaNode): Partial<Record<keyof StructuralSchema, unknown>> {
  switch (node.type) {
    case 'string': {
      const { format, pattern, minLength, maxLength } = node;
      return { format, pattern, minLength, maxLength, enum: node.enum };
    }
    case 'integer':
      return { format: 'int64', minimum: node.minimum, maximum: node.maximum };
    case 'boolean':
      return {};
    case 'array':
      return {
        minItems: node.minItems,
        maxItems: node.maxItems,
        items: structuralSchema(node.items),
        'x-kubernetes-list-type': node.list,
        'x-kubernetes-list-map-keys': node.keys,
      };
    case 'object':
      return {
        required: node.required,
        properties: Object.fromEntries(Object.entries(node.properties).map(([name, child]) => [name, structuralSchema(child)])),
      };
  }
}

/** Schema of a whole object of the kind. */
export function objectSchema(kind: KindDescription): StructuralSchema {
  return dropUndefined({
    type: 'object',
    description: kind.doc,
    required: ['metadata', 'spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: {
        type: 'object',
        properties: { name: { type: 'string', maxLength: NAME_CHARACTERS_MAX, pattern: NAME_PATTERN } },
      },
      spec: structuralSchema(kind.spec),
      status: structuralSchema(status),
    },
    'x-kubernetes-validations': kind.rules.length === 0 ? undefined : kind.rules,
  });
}

const CONDITION_COLUMNS: readonly PrinterColumn[] = [
  { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status', description: 'Whether it does what it says' },
  { name: 'Reason', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].reason', description: 'Why it is Ready or not' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'Age' },
];

/** The CustomResourceDefinition of a kind. */
export function customResourceDefinition(kind: KindDescription) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.singular,
        shortNames: kind.shortNames,
        categories: ['relais'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: objectSchema(kind) },
          subresources: { status: {} },
          additionalPrinterColumns: [...kind.columns, ...CONDITION_COLUMNS],
        },
      ],
    },
  };
}

function dropUndefined(schema: Readonly<Record<string, unknown>>): StructuralSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as unknown as StructuralSchema;
}
