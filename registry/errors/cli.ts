import { errorEntries } from './entry.js';

/** Wire numbers 650–699. */
export const cliErrors = errorEntries({
  RELAIS_E_USAGE: {
    text: 'The command line is not understood.',
    remedy: 'Run the command with --help; it ends with examples.',
  },
  RELAIS_E_NO_MESH: {
    text: 'No mesh runs from this state folder.',
    remedy: 'Start one with `relais up`, or name its folder with --state or RELAIS_STATE.',
  },
  RELAIS_E_MESH_STATE: {
    text: 'The state file of the mesh cannot be read.',
    remedy: 'Stop the mesh (`relais down`) and start it again; the file is written anew.',
  },
  RELAIS_E_MESH_RUNS: {
    text: 'A mesh is running with this state folder.',
    remedy: 'Stop it with `relais down`, or use another folder (`--state`).',
  },
  RELAIS_E_PORT_TAKEN: {
    text: 'Another process listens where a region should.',
    remedy: 'Stop it (another mesh: `relais down` with its --state), or give the regions other ports in spec.endpoint.',
  },
  RELAIS_E_RESOURCES_INVALID: {
    text: 'The resources are not valid.',
    remedy: 'Correct what is named; `relais validate` checks again.',
  },
});
