/** The open pages that hold the app; other pages of its folder answer nothing. */

/** @param files Names of files below the app's folder. The page most likely to be listened to comes first. */
export async function appPages(
  { clients, registration }: Pick<ServiceWorkerGlobalScope, 'clients' | 'registration'>,
  files: readonly string[],
): Promise<readonly WindowClient[]> {
  const paths = files.map((file) => new URL(file, registration.scope).pathname);
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return pages
    .filter(({ url }) => paths.includes(new URL(url).pathname))
    .sort((a, b) => nearness(b) - nearness(a));
}

function nearness({ focused, visibilityState }: WindowClient): number {
  return (focused ? 2 : 0) + (visibilityState === 'visible' ? 1 : 0);
}
