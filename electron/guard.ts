/** Hangs the refusals of lockdown.ts on a window: whatever is not allowed there does not happen here. */
import type { Event, Session, WebContents, WebContentsWillNavigateEventParams } from 'electron';
import type { WindowRole } from '../domain/role.ts';
import {
  isTechnicianChord,
  type KeyPress,
  mayNavigate,
  mayPress,
  mayRequest,
  mayShowInFrame,
  mayUsePermission,
} from './lockdown.ts';

export interface GuardOptions {
  readonly role: WindowRole;
  /** The station's origin now; undefined while it is away. */
  readonly origin: () => string | undefined;
  /** The shell's own pages (waiting, PIN pad), which are files beside it. */
  readonly isOwnPage: (url: string) => boolean;
  readonly onTechnicianChord: () => void;
}

export function guardContents(contents: WebContents, options: GuardOptions): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-navigate', (event) => refuseNavigation(event, event.url, options));
  contents.on('will-redirect', (event, url) => refuseNavigation(event, url, options));
  contents.on('will-frame-navigate', (event) => refuseFrame(event, options));
  contents.on('before-input-event', (event, input) => {
    if (input.type === 'keyUp') return;
    const press: KeyPress = input;
    if (isTechnicianChord(press)) options.onTechnicianChord();
    if (isTechnicianChord(press) || !mayPress(options.role, press)) event.preventDefault();
  });
  // Pinching would scale a kiosk's page away from under the citizen's finger.
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1));
}

export function guardSession(session: Session, options: GuardOptions): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(mayUsePermission(permission, options.role)),
  );
  session.setPermissionCheckHandler((_contents, permission) => mayUsePermission(permission, options.role));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !(options.isOwnPage(url) || mayRequest(url.replace(/^ws:/, 'http:'), options.origin())) }),
  );
}

function refuseNavigation(event: Event, url: string, { origin }: GuardOptions): void {
  if (!mayNavigate(url, origin())) event.preventDefault();
}

function refuseFrame(
  event: Event<WebContentsWillNavigateEventParams> & { readonly isMainFrame: boolean },
  { origin }: GuardOptions,
): void {
  if (!event.isMainFrame && !mayShowInFrame(event.url, origin())) event.preventDefault();
}
