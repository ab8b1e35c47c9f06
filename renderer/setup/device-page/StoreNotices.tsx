import { useQuery } from '@tanstack/react-query';
import { station } from '../../common/client.ts';
import { ErrorNotice } from '../../common/ErrorNotice.tsx';
import { failureOfCode } from '../../common/failure.ts';
import { keys } from '../data.ts';

const EVERY_MS = 30_000;

/** What the technician should know of the store and its copies; an officer sees the same. */
export const StoreNotices = () => {
  const { data: notices = [] } = useQuery({
    queryKey: keys.store,
    queryFn: () => station.store.notices.query(),
    refetchInterval: EVERY_MS,
  });
  return notices.map(({ code, since }) => <ErrorNotice key={`${code} ${since}`} failure={failureOfCode(code)} />);
};
