/** ReplaceOrder → REPLACE_ORDER */
export const constantName = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();

/** ReplaceOrder → replace-order */
export const fileName = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** clientOrderId → ClientOrderId */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const GENERATED_HEADER = '// Generated from node/wire/schema by `npm run generate`. Do not edit.\n';
