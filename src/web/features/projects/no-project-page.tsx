import { EmptyPage } from '#web/ui/empty-page.tsx';

/** Only for accounts without a personal project: the switcher in the sidebar is the way on. */
export function NoProjectPage() {
  return <EmptyPage title="Choose a project" text="Open the project menu at the top of the sidebar to pick a project or to create one." />;
}
