// What a page has to do to be read aloud. Here the SDK lies beside the demo; `?sotto=https://…/` names
// another place, which the tests use to put the page and the player on two origins.
const place = new URL(new URLSearchParams(location.search).get('sotto') ?? '../', location.href);
const target = document.getElementById('player');

try {
  const { mount, readArticle } = await import(new URL('sdk.js', place).href);
  const article = readArticle('article');
  const player = mount(target, { title: document.title, height: '120px' });
  article.follow(player);
  await player.load(article.text, { language: article.language ?? 'en' });

  // A click on a word reads on from there.
  article.element.addEventListener('click', async (event) => {
    const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const offset = caret && article.offsetAt(caret.offsetNode, caret.offset);
    if (offset === null || offset === undefined) return;
    await player.seek(offset);
    await player.play();
  });
} catch (error) {
  const told = document.createElement('p');
  told.className = 'fallback';
  told.textContent = `The article cannot be read aloud just now. ${error.message}`;
  target.replaceChildren(told);
}
