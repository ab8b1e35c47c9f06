import { z } from 'zod';

/** Who a window acts for. The station enforces what each may do (station/api); a page cannot widen it. */
export const roleSchema = z.enum(['counter', 'kiosk', 'display', 'technician']);
export type Role = z.infer<typeof roleSchema>;

/** The four windows. The set-up window is the technician's. */
export const windowRoleSchema = z.enum(['counter', 'kiosk', 'display', 'setup']);
export type WindowRole = z.infer<typeof windowRoleSchema>;

const ROLE_OF_WINDOW = {
  counter: 'counter',
  kiosk: 'kiosk',
  display: 'display',
  setup: 'technician',
} as const satisfies Record<WindowRole, Role>;

export const roleOfWindow = (window: WindowRole): Role => ROLE_OF_WINDOW[window];
