/** Reads YAML. Loaded by those who have any to read: few do, and it takes long to load. */
export { parse } from 'yaml';
