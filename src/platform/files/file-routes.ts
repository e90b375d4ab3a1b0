import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type RequestContexts } from '../access/request-contexts.js';
import { notFound } from '../faults/fault.js';
import type { HttpErrorFilter } from '../faults/http-error.filter.js';
import { isId } from '../ids/ids.js';
import { type Files } from './files.js';

interface FileRequest {
  Params: { id: string };
  Querystring: { ticket?: string };
}

/**
 * PUT and GET of `/files/:id`, in a scope of their own: here bodies are streams and never parsed, while the
 * rest of the server takes JSON alone. Who may do what is decided by the ticket in the link.
 */
export function fileRoutes(files: Files, contexts: RequestContexts, errors: HttpErrorFilter) {
  return async (scope: FastifyInstance): Promise<void> => {
    scope.setErrorHandler((error, _request, reply) => errors.answer(error, reply));
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));

    scope.put<FileRequest>('/files/:id', async (request, reply) => {
      if (request.headers['content-type']?.startsWith('multipart/')) return reply.code(415).send();
      const [id, ticket] = given(request);
      await files.receive(id, ticket, (request.body ?? request.raw) as Readable);
      return reply.code(204).send();
    });

    scope.get<FileRequest>('/files/:id', async (request, reply) => {
      const [id, ticket] = given(request);
      const { viewer } = await contexts.ofHttp(request);
      const { file, content, inline } = await files.download(viewer, id, ticket);
      return contained(reply, inline ? 'inline' : 'attachment', file.name)
        .type(file.contentType)
        .header('content-length', file.bytes!)
        .send(content);
    });
  };
}

function given(request: FastifyRequest<FileRequest>): [id: string, ticket: string] {
  const { id } = request.params;
  const { ticket } = request.query;
  if (!isId(id) || typeof ticket !== 'string') throw notFound();
  return [id, ticket];
}

/** Whatever the file holds, a browser runs nothing of it, and saves it unless it is a picture. */
function contained(reply: FastifyReply, disposition: 'inline' | 'attachment', name: string): FastifyReply {
  const ascii = name.replace(/[^\w .()-]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return reply
    .header('content-disposition', `${disposition}; filename="${ascii}"; filename*=UTF-8''${exact}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store');
}
