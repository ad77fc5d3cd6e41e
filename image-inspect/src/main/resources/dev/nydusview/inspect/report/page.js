/* The head of the page, what is wrong, the theme; and the start of everything. */

function showHead(report) {
  const head = report.head;
  const at = head.image.lastIndexOf('@');
  const hasDigest = at > 0 && head.image.indexOf(':', at) > 0;
  byId('image').textContent = hasDigest ? head.image.slice(0, at) : head.image;
  byId('digest').textContent = hasDigest ? head.image.slice(at + 1) : '';
  document.title = head.image + ' – nydusview';
  const facts = ['RAFS v' + head.format, 'compression ' + head.compressor, 'digests ' + head.digester,
    'chunks of ' + bytes(head.chunkSize)];
  facts.forEach((fact) => byId('facts').appendChild(element('li', '', fact)));
  const numbers = [
    ['Size', bytes(head.size), 'of regular files'],
    ['Stored', bytes(head.stored), share(head.stored, head.plain) + ' of content'],
    ['Blobs', count(head.blobs), bytes(head.blobBytes)],
    ['Chunks', count(head.chunks), plural(head.uses, 'use')],
    ['Inodes', count(head.inodes), 'as recorded'],
    ['Files', count(head.files), 'all but directories'],
    ['Directories', count(head.directories), 'below the root'],
  ];
  numbers.forEach((number) => {
    const box = byId('numbers').appendChild(element('div'));
    box.appendChild(element('dt', '', number[0]));
    const value = box.appendChild(element('dd', '', number[1] + ' '));
    value.appendChild(element('small', '', number[2]));
  });
}

function showDamage(report) {
  const damage = report.damage;
  if (damage.count === 0) {
    return;
  }
  byId('damage').hidden = false;
  byId('damage-link').hidden = false;
  byId('damage-summary').textContent = plural(damage.count, 'part') + ' of this image cannot be read. '
    + 'Everything else is shown; sums do not include these parts.';
  const rows = damage.items.map((item) => [item.path, item.message]);
  const of = damage.items.length < damage.count ? 'the first ' + damage.items.length + ' of ' : '';
  fill('damage-table', table('Damage (' + of + count(damage.count) + ')',
    [{ title: 'Where', kind: 'path' }, { title: 'What' }], rows));
}

function showLegend(report) {
  report.groups.forEach((group, at) => {
    byId('legend').appendChild(element('li')).appendChild(groupLabel(report, at));
  });
}

function showLeftOut(report) {
  byId('left-out').hidden = report.leftOut.length === 0;
  report.leftOut.forEach((sentence) => byId('left-out-list').appendChild(element('li', '', sentence)));
}

/* Automatic follows the system; the button goes round. */
function startTheme() {
  const themes = ['automatic', 'light', 'dark'];
  const button = byId('theme');
  let at = 0;
  button.addEventListener('click', () => {
    at = (at + 1) % themes.length;
    if (at === 0) {
      document.documentElement.removeAttribute('data-theme');
    } else {
      document.documentElement.setAttribute('data-theme', themes[at]);
    }
    button.textContent = 'Theme: ' + themes[at];
  });
}

function start() {
  const report = JSON.parse(byId('report').textContent);
  startTheme();
  showHead(report);
  showDamage(report);
  showLegend(report);
  showBlobs(report);
  showCompression(report);
  showSharing(report);
  showLargest(report);
  showSpecial(report);
  showLeftOut(report);
  startTreemap(report);
}

start();
