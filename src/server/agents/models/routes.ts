import { createRoute, z } from '@hono/zod-openapi';
import { modelTest, setWorkspaceModels, testModel, workspaceModels } from '#contract/models.ts';
import { asActor } from '#server/platform/database/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { actorOf } from '#server/platform/http/request.ts';
import { answers, answersNothing, idParams, jsonBody, newRoutes } from '#server/platform/http/routes.ts';
import { instanceModels, planOfProject, warmModels } from './index.ts';
import { isVisibleProject } from './queries.ts';
import { getModels, removeModels, setModels, testModels } from './workspace-models.ts';

const tags = ['models'];

const model = createRoute({
  method: 'get', path: '/model', operationId: 'model.get', tags, summary: 'Which model answers here, or in a project',
  request: { query: z.object({ projectId: z.uuid().optional() }) },
  responses: answers(200, z.object({ name: z.string(), builtIn: z.boolean() })),
});

const get = createRoute({
  method: 'get', path: '/workspaces/{id}/models', operationId: 'models.get', tags, summary: 'Which models answer in a workspace; for its owners and admins also what is set',
  request: { params: idParams }, responses: answers(200, workspaceModels),
});

const set = createRoute({
  method: 'put', path: '/workspaces/{id}/models', operationId: 'models.set', tags, summary: 'Set the providers of a workspace; keys are never shown again',
  request: { params: idParams, ...jsonBody(setWorkspaceModels) }, responses: answers(200, workspaceModels),
});

const remove = createRoute({
  method: 'delete', path: '/workspaces/{id}/models', operationId: 'models.remove', tags, summary: 'Remove the models of a workspace with their keys',
  request: { params: idParams }, responses: answersNothing,
});

const test = createRoute({
  method: 'post', path: '/workspaces/{id}/models/test', operationId: 'models.test', tags, summary: 'Make one small call to a model',
  request: { params: idParams, ...jsonBody(testModel) }, responses: answers(200, modelTest),
});

export const modelRoutes = newRoutes()
  .openapi(model, async (c) => {
    const { projectId } = c.req.valid('query');
    if (projectId && !await asActor(actorOf(c), (tx) => isVisibleProject(tx, projectId))) throw notFound('project');
    const plan = projectId ? await planOfProject(projectId) : instanceModels();
    // Asked when somebody is about to write: by the time they send, the model is loaded.
    void warmModels(plan);
    return c.json({ name: plan.name, builtIn: plan.builtIn }, 200);
  })
  .openapi(get, async (c) => c.json(await getModels(actorOf(c), c.req.valid('param').id), 200))
  .openapi(set, async (c) => {
    const { id } = c.req.valid('param');
    await setModels(actorOf(c), id, c.req.valid('json'));
    return c.json(await getModels(actorOf(c), id), 200);
  })
  .openapi(remove, async (c) => {
    await removeModels(actorOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  })
  .openapi(test, async (c) => c.json(await testModels(actorOf(c), c.req.valid('param').id, c.req.valid('json')), 200));
