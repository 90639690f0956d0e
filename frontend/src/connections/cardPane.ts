import { LoginAttempt } from './LoginForm';

export type Pane = 'login' | 'renew' | 'mount' | 'edit' | 'forget' | 'remove';

/** The form that is open in a card. */
export interface CardPane {
  name: string;
  pane: Pane;
  focus: boolean;
  attempt?: LoginAttempt;
}
