/** Boilerplate of every window's main.tsx. */
import './no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ComponentType, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './common.css';
import { startTexts, type Texts } from './i18n.ts';
import { makeQueryClient } from './query.ts';
import { StationGate } from './StationGate.tsx';
import { startLink } from './station-link.ts';

type WindowParts = { readonly App: ComponentType; readonly vi: Texts; readonly en: Texts; readonly night?: boolean };

/** Mounts a window into `#root`: texts, query client, the station's gate. */
export const mountWindow = ({ App, vi, en, night = false }: WindowParts): void => {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root element');
  startTexts(vi, en);
  const client = makeQueryClient();
  startLink();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <StationGate night={night}>
          <App />
        </StationGate>
      </QueryClientProvider>
    </StrictMode>,
  );
};
