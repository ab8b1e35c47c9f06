import { UsersRound } from 'lucide-react';
import { useCounter } from '../counter-state.ts';
import { useShift } from '../data.ts';
import { Button } from '../parts/Button.tsx';
import { I } from '../parts/I.tsx';
import { useText } from '../text.ts';

/** At the beginning of a shift, where there is a list to choose from: whose name goes on what is done now. */
export const ShiftNotice = () => {
  const t = useText();
  const { show } = useCounter();
  const { data: shift } = useShift();
  if (!shift?.ask) return null;
  return (
    <section className="notice info" role="status">
      <I of={UsersRound} className="nt" />
      <div>
        <p>
          <b>{t('office.askTitle')}</b> {t('office.askMore', { name: shift.name })}
        </p>
      </div>
      <Button label={t('office.askChoose')} k="Alt+O" onPress={() => show('shift')} />
    </section>
  );
};
