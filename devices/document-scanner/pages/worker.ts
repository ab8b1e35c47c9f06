/** A worker process whose pages are plain files. */
import { plainFiles } from './plain-files.ts';
import { servePages } from './serve-pages.ts';

servePages(plainFiles);
