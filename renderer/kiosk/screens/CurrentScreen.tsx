import { assertNever } from '../../../domain/assert-never.ts';
import { useKiosk } from '../kiosk-context.ts';
import { FieldsScreen } from './FieldsScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { KeypadScreen } from './KeypadScreen.tsx';
import { LookingScreen } from './LookingScreen.tsx';
import { PriorityScreen } from './PriorityScreen.tsx';
import { ProcedureScreen } from './ProcedureScreen.tsx';
import { ProcedureFieldsScreen, ProceduresScreen } from './ProceduresScreen.tsx';
import { RateScreen, ThanksScreen } from './RateScreen.tsx';
import { RefusedScreen } from './RefusedScreen.tsx';
import { StatusScreen } from './StatusScreen.tsx';
import { TicketScreen } from './TicketScreen.tsx';

export const CurrentScreen = () => {
  const { screen } = useKiosk().journey;
  switch (screen.kind) {
    case 'home':
      return <HomeScreen />;
    case 'keypad':
      return <KeypadScreen screen={screen} />;
    case 'looking':
      return <LookingScreen />;
    case 'status':
      return <StatusScreen screen={screen} />;
    case 'refused':
      return <RefusedScreen code={screen.code} />;
    case 'fields':
      return <FieldsScreen page={screen.page} />;
    case 'priority':
      return <PriorityScreen screen={screen} />;
    case 'ticket':
      return <TicketScreen taken={screen.taken} />;
    case 'procedure-fields':
      return <ProcedureFieldsScreen page={screen.page} />;
    case 'procedures':
      return <ProceduresScreen screen={screen} />;
    case 'procedure':
      return <ProcedureScreen screen={screen} />;
    case 'rate':
      return <RateScreen screen={screen} />;
    case 'thanks':
      return <ThanksScreen />;
    default:
      return assertNever(screen);
  }
};
