import { Layout } from "../layout.tsx";
import type { Frame } from "../view.ts";

interface LoginProps {
  frame: Frame;
  /** Where to go afterwards. */
  next: string;
  wrong?: string;
}

export function Login({ frame, next, wrong }: LoginProps) {
  const { base, words } = frame;
  return (
    <Layout frame={frame} title={words.logIn}>
      <form class="card login" method="post" action={`${base}/login`}>
        {wrong && (
          <p class="wrong" role="alert" id="wrong">
            {wrong}
          </p>
        )}
        <input type="hidden" name="next" value={next} />
        <label for="token">{words.token}</label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autofocus
          autocomplete="current-password"
          spellcheck={false}
          aria-describedby={wrong ? "wrong token-help" : "token-help"}
          aria-invalid={wrong ? "true" : undefined}
        />
        <p class="faint" id="token-help">
          {words.tokenHelp}
        </p>
        <button type="submit">{words.logIn}</button>
      </form>
    </Layout>
  );
}

/** A page that says what went wrong, and where to go. */
export function Failure({ frame, message }: { frame: Frame; message: string }) {
  return (
    <Layout frame={frame} title={frame.words.failed}>
      <p>{message}</p>
      <p>
        <a class="button" href={frame.base}>
          {frame.words.toOverview}
        </a>
      </p>
    </Layout>
  );
}
