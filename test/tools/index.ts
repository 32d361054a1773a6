/**
 * Tools that tests and benchmarks need and that are built here from pinned Go modules: one folder per tool set (go.mod with `tool`
 * directives, go.sum). Nothing of the product lives here and nothing of the product imports it.
 */
export { type BuildOptions, buildTool } from './build-tool.js';
