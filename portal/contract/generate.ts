/** Writes openapi.yaml anew: run it after a change of the schemas in domain/ or of paths.ts. */
import { writeFile } from 'node:fs/promises';
import { CONTRACT_FILE, contractYaml } from './openapi.ts';

await writeFile(CONTRACT_FILE, contractYaml());
