/** Builders of real meshes for tests that cross rooms. Nothing here replaces a module of ours: servers, sessions, files and sockets are real. */
export { aMesh, type LogLine, Mesh, type MeshOptions, TestRegion } from './a-mesh.js';
export { EXAMPLE, exampleOnFreePorts, type Running, relais, start } from './command-line.js';
export { type CutProxy, openCutProxy } from './cut-proxy.js';
export { aBook, HOST, newTransportKey, type PartnerPlan, planMesh, withNewTransportKey } from './mesh-plan.js';
export { RawPartner } from './raw-partner.js';
export { freePort, RegionProcess } from './region-process.js';
export { waitUntil, within } from './wait-until.js';
