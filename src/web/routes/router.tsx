import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { asApiError } from '#web/api/api-error.ts';
import { queryClient, whenSignedOut } from '#web/api/query-client.ts';
import { instanceQuery, meQuery } from '#web/features/identity/queries.ts';
import { lastProject } from '#web/features/projects/last-project.ts';
import { ErrorPage, NotFoundPage } from '#web/shell/error-page.tsx';
import { LoadingPage } from '#web/shell/loading-page.tsx';
import { root } from './root.tsx';

/** Only a path of this site may follow a sign-in: `//host` and `/\host` would leave it. */
const localPath = z.string().regex(/^\/(?![/\\])/).optional().catch(undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ email: z.string().optional().catch(undefined), next: localPath }),
  component: lazyRouteComponent(() => import('#web/features/identity/sign-in-page.tsx'), 'SignInPage'),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('#web/features/identity/sign-up-page.tsx'), 'SignUpPage'),
});

const waiting = createRoute({
  getParentRoute: () => root,
  path: '/waiting',
  beforeLoad: () => requireAccount('/waiting'),
  component: lazyRouteComponent(() => import('#web/features/identity/waiting-page.tsx'), 'WaitingPage'),
});

const studio = createRoute({
  getParentRoute: () => root,
  id: 'studio',
  beforeLoad: async ({ location }) => {
    const me = await requireAccount(location.href);
    if (me.user.status !== 'active') throw redirect({ to: '/waiting' });
    return { me };
  },
  component: lazyRouteComponent(() => import('#web/shell/studio.tsx'), 'Studio'),
});

const start = createRoute({
  getParentRoute: () => studio,
  path: '/',
  beforeLoad: ({ context }) => {
    const projectId = lastProject.get() ?? context.me.personalProjectId;
    if (projectId !== null) throw redirect({ to: '/projects/$projectId', params: { projectId }, replace: true });
  },
  component: lazyRouteComponent(() => import('#web/features/projects/no-project-page.tsx'), 'NoProjectPage'),
});

const project = createRoute({
  getParentRoute: () => studio,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('#web/features/projects/project-home-page.tsx'), 'ProjectHomePage'),
});

/** What the panel beside a chat shows; kept in the URL so that it can be shared and survives a reload. */
const panelSearch = z.object({
  panel: z.enum(['preview', 'code', 'documents', 'versions']).optional().catch(undefined),
  version: z.number().int().min(1).optional().catch(undefined),
  document: z.uuid().optional().catch(undefined),
  file: z.string().optional().catch(undefined),
});

const chat = createRoute({
  getParentRoute: () => studio,
  path: '/projects/$projectId/chats/$chatId',
  validateSearch: panelSearch,
  component: lazyRouteComponent(() => import('#web/features/chats/chat-page.tsx'), 'ChatPage'),
});

const app = createRoute({
  getParentRoute: () => studio,
  path: '/projects/$projectId/apps/$artifactId',
  validateSearch: panelSearch,
  component: lazyRouteComponent(() => import('#web/features/artifacts/app-page.tsx'), 'AppPage'),
});

const document = createRoute({
  getParentRoute: () => studio,
  path: '/projects/$projectId/documents/$documentId',
  component: lazyRouteComponent(() => import('#web/features/documents/document-route.tsx'), 'DocumentRoute'),
});

const models = createRoute({
  getParentRoute: () => studio,
  path: '/workspaces/$workspaceId/models',
  component: lazyRouteComponent(() => import('#web/features/models/models-page.tsx'), 'ModelsPage'),
});
const usage = createRoute({
  getParentRoute: () => studio,
  path: '/workspaces/$workspaceId/usage',
  component: lazyRouteComponent(() => import('#web/features/billing/usage-page.tsx'), 'UsagePage'),
});

async function requireAccount(here: string) {
  try {
    return await queryClient.ensureQueryData(meQuery);
  } catch (thrown) {
    const error = asApiError(thrown);
    if (error.code !== 'not_signed_in') throw error;
    // Nobody can sign in to an instance without accounts.
    const isFirst = await queryClient.ensureQueryData(instanceQuery).then((found) => found.isFirstAccount, () => false);
    if (isFirst) throw redirect({ to: '/sign-up' });
    throw redirect({ to: '/sign-in', search: here === '/' ? {} : { next: here } });
  }
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, signUp, waiting, studio.addChildren([start, project, chat, app, document, models, usage])]),
  defaultPreload: 'intent',
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPendingComponent: LoadingPage,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

whenSignedOut(() => {
  const { href, pathname } = router.state.location;
  if (pathname.startsWith('/sign-')) return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in', search: { next: href } });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
