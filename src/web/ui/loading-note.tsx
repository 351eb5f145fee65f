import { Loader } from '@mantine/core';

export function LoadingNote() {
  return <div style={{ display: 'grid', placeItems: 'center', flex: 1, padding: 40 }} aria-busy="true"><Loader size="sm" type="dots" aria-label="Loading" /></div>;
}
