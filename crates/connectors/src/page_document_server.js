(async () => {
  const place = document.getElementById('editor');
  const trouble = (text) => {
    const box = document.createElement('p');
    box.id = 'trouble';
    box.setAttribute('role', 'alert');
    box.textContent = text;
    document.body.replaceChildren(box);
  };
  try {
    const query = new URLSearchParams({ version: place.dataset.version, view: place.dataset.view });
    const share = new URLSearchParams(location.search).get('share');
    if (share) query.set('share', share);
    const answer = await fetch(`/api/2.0/files/file/${place.dataset.file}/openedit?${query}`);
    const told = await answer.json();
    if (!answer.ok) return trouble(told.error?.message ?? answer.statusText);
    const config = { ...told.response, height: '100%', width: '100%' };
    const script = document.createElement('script');
    script.src = config.editorUrl;
    script.onload = () => new DocsAPI.DocEditor('editor', config);
    script.onerror = () => trouble(`${new URL(config.editorUrl).host} does not answer.`);
    document.head.append(script);
  } catch (error) {
    trouble(error.message);
  }
})();
