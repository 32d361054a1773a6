import { KEY_ROTATION_SCHEDULE } from './key-rotation-schedule.js';
import { PARTNER } from './partner.js';
import { REGION } from './region.js';
import type { KindDescription } from './schema.js';

/** Every kind of relais.dev/v1alpha1. */
export const KINDS: readonly KindDescription[] = [REGION, PARTNER, KEY_ROTATION_SCHEDULE];

export const findKind = (name: string): KindDescription | undefined => KINDS.find((kind) => kind.kind === name);
