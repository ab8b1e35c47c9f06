/** A worker process of the page pipeline whose pages are sealed. */
import { servePages } from '../../devices/document-scanner/pages/serve-pages.ts';
import { sealedFiles } from './sealed-pages.ts';

servePages(sealedFiles);
