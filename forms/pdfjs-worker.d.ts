/** The package types its entry only; the worker is imported for what it registers. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
