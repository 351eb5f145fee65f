import { Notifications } from '@mantine/notifications';
import { createRootRoute, Outlet } from '@tanstack/react-router';
import { RouteFocus } from '#web/shell/route-focus.tsx';

export const root = createRootRoute({
  component: () => (
    <>
      <a className="skip-link" href="#main">Skip to content</a>
      <RouteFocus />
      <Outlet />
      <Notifications position="bottom-right" autoClose={6000} limit={3} />
    </>
  ),
});
