/** Pure rendering of resources into what runs: (resources, context) → node configuration. No file, socket, clock or randomness. */
export type {
  CalendarConfiguration,
  FeedConfiguration,
  GeneratorConfiguration,
  InstrumentConfiguration,
  NodeConfiguration,
  PartnerConfiguration,
  PeerConfiguration,
  ReplayConfiguration,
  Weekday,
} from './node-configuration.js';
export { type RenderContext, renderNode } from './render-node.js';
