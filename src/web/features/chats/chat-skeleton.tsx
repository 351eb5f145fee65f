import { Skeleton } from '@mantine/core';
import page from './chat-page.module.css';
import header from './chat-header.module.css';

export function ChatSkeleton() {
  return (
    <main className={page.page} id="main" aria-busy="true" aria-label="Loading the chat">
      <div className={header.header}><Skeleton h={14} w={220} /></div>
      <div style={{ maxWidth: 720, width: '100%', margin: '32px auto', padding: '0 24px', display: 'grid', gap: 18 }}>
        <Skeleton h={44} w="60%" ml="auto" radius="lg" />
        <Skeleton h={14} w="92%" />
        <Skeleton h={14} w="80%" />
        <Skeleton h={120} radius="lg" />
      </div>
    </main>
  );
}
