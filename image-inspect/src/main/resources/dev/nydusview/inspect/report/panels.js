/* What all panels are made of. Text from the image only ever becomes text. */

function byId(id) {
  return document.getElementById(id);
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function clear(node) {
  while (node.firstChild) {
    node.removeChild(node.firstChild);
  }
}

function fill(id, content) {
  clear(byId(id));
  byId(id).appendChild(content);
}

/* With commas between thousands. */
function count(number) {
  return String(number || 0).replace(/\B(?=(\d{3})+$)/g, ',');
}

function plural(number, one, many) {
  return count(number) + ' ' + (number === 1 ? one : many || one + 's');
}

function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
  let value = Math.max(0, number || 0);
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 ? String(value) : value.toFixed(1)) + ' ' + units[unit];
}

function share(part, whole) {
  return whole > 0 ? (100 * (part || 0) / whole).toFixed(1) + ' %' : '–';
}

/* A table whose cells are text, numbers that are text already, or elements. */
function table(caption, columns, rows) {
  const made = element('table');
  made.appendChild(element('caption', '', caption));
  const head = made.appendChild(element('thead')).appendChild(element('tr'));
  columns.forEach((column) => {
    const cell = element('th', column.kind === 'number' ? 'number' : '', column.title);
    cell.scope = 'col';
    head.appendChild(cell);
  });
  const body = made.appendChild(element('tbody'));
  rows.forEach((row) => {
    const line = body.appendChild(element('tr'));
    row.forEach((value, at) => {
      const cell = element(at === 0 ? 'th' : 'td', columns[at].kind || '');
      if (at === 0) {
        cell.scope = 'row';
      }
      if (typeof value === 'string') {
        cell.textContent = value;
      } else {
        cell.appendChild(value);
      }
      line.appendChild(cell);
    });
  });
  return made;
}

/* Full length: whole, relative to the longest; filled: part. */
function meter(part, whole, longest) {
  const made = element('span', 'meter');
  made.setAttribute('aria-hidden', 'true');
  const track = made.appendChild(element('span'));
  track.style.width = Math.max(0.5, 100 * whole / Math.max(1, longest)) + '%';
  const filled = track.appendChild(element('b'));
  filled.style.width = Math.min(100, whole > 0 ? 100 * part / whole : 0) + '%';
  return made;
}

function pathList(paths, total) {
  const list = element('ul');
  paths.forEach((path) => list.appendChild(element('li', 'path', path)));
  if (total > paths.length) {
    list.appendChild(element('li', 'none', 'and ' + count(total - paths.length) + ' more'));
  }
  return list;
}

function groupName(report, group) {
  const those = report.groups[group];
  return those.path + (those.rest ? ' (rest)' : '');
}

function groupLabel(report, group) {
  const label = element('span');
  const swatch = label.appendChild(element('span', 'swatch'));
  swatch.style.background = 'var(--c' + group + ')';
  label.appendChild(document.createTextNode(' '));
  label.appendChild(element('span', 'path', groupName(report, group)));
  return label;
}

/* Panels */

const NUMBER = 'number';

function blobStrip(report, blob) {
  const strip = element('div', 'strip');
  strip.setAttribute('role', 'img');
  const parts = blob.uses.slice(0, 5).map((use) =>
    groupName(report, use.group) + ' ' + share(use.stored, blob.stored));
  strip.setAttribute('aria-label', 'Layout of blob ' + blob.index + ': ' + (parts.join(', ') || 'no file uses it'));
  blob.regions.forEach((region) => {
    if (region.group < 0) {
      return;
    }
    const part = strip.appendChild(element('span'));
    part.style.left = 100 * region.offset / blob.length + '%';
    part.style.width = 100 * region.length / blob.length + '%';
    part.style.background = 'var(--c' + region.group + ')';
    part.style.opacity = String(0.35 + 0.65 * region.fill / 100);
    part.title = groupName(report, region.group) + ': bytes ' + count(region.offset) + ' to '
      + count(region.offset + region.length) + ', ' + region.fill + ' % used';
  });
  if (blob.chunkIndex && blob.length > 0) {
    const index = strip.appendChild(element('span', 'index'));
    index.style.left = 100 * blob.chunkIndex.offset / blob.length + '%';
    index.style.width = Math.max(0.2, 100 * blob.chunkIndex.length / blob.length) + '%';
    index.title = 'chunk index: ' + bytes(blob.chunkIndex.length);
  }
  return strip;
}

function blobAxis(blob) {
  const axis = element('div', 'axis');
  axis.setAttribute('aria-hidden', 'true');
  [0, 0.25, 0.5, 0.75, 1].forEach((part) =>
    axis.appendChild(element('span', '', bytes(Math.round(blob.length * part)))));
  return axis;
}

function blobText(blob) {
  const chunks = blob.chunkCount
    ? count(blob.usedChunks) + ' of ' + plural(blob.chunkCount, 'chunk') + ' used'
    : plural(blob.usedChunks, 'chunk') + ' used';
  const parts = [bytes(blob.compressedSize) + ' stored', chunks, blob.compressor];
  if (blob.cipher !== 'none') {
    parts.push('encrypted: ' + blob.cipher);
  }
  if (blob.chunkIndex) {
    parts.push('chunk index of ' + bytes(blob.chunkIndex.length));
  }
  if (blob.features.length > 0) {
    parts.push('features: ' + blob.features.join(', '));
  }
  return parts.join(' · ');
}

function showBlobs(report) {
  const list = byId('blob-list');
  report.blobs.forEach((blob, at) => {
    const title = list.appendChild(element('h3', '', 'Blob ' + blob.index + ' '));
    title.appendChild(element('span', 'mono faint blob-id', blob.id));
    list.appendChild(element('p', 'small', blobText(blob)));
    if (blob.unknown) {
      list.appendChild(element('p', 'warning small', 'The places of its chunks are unknown: ' + blob.unknown));
    } else if (blob.length > 0) {
      list.appendChild(blobStrip(report, blob));
      list.appendChild(blobAxis(blob));
    }
    const details = list.appendChild(element('details'));
    details.open = at < 3;
    details.appendChild(element('summary', 'small', 'Directories that use blob ' + blob.index));
    const rows = blob.uses.map((use) => [groupLabel(report, use.group), count(use.chunks),
      blob.unknown ? '–' : bytes(use.stored), blob.unknown ? '–' : share(use.stored, blob.stored), bytes(use.plain)]);
    const box = details.appendChild(element('div', 'scroll'));
    box.appendChild(table('Use of blob ' + blob.index, [{ title: 'Directory' }, { title: 'Chunks', kind: NUMBER },
      { title: 'Stored', kind: NUMBER }, { title: 'Share', kind: NUMBER }, { title: 'Content', kind: NUMBER }], rows));
  });
  if (report.blobs.length === 0) {
    list.appendChild(element('p', 'none', 'The image has no blob.'));
  }
}

function compressionTable(caption, first, lines) {
  const longest = lines.reduce((most, line) => Math.max(most, line.plain), 0);
  const rows = lines.map((line) => [line.label, line.known ? bytes(line.stored) : '–', bytes(line.plain),
    line.known ? share(line.stored, line.plain) : '–', meter(line.known ? line.stored : 0, line.plain, longest)]);
  return table(caption, [{ title: first }, { title: 'Stored', kind: NUMBER }, { title: 'Content', kind: NUMBER },
    { title: 'Ratio', kind: NUMBER }, { title: 'To scale' }], rows);
}

function showCompression(report) {
  const unknown = report.blobs.some((blob) => blob.unknown);
  const blobs = report.blobs.map((blob) => ({
    label: 'Blob ' + blob.index + ' (' + blob.compressor + ')',
    stored: blob.stored, plain: blob.plain, known: !blob.unknown,
  }));
  const directories = report.groups.map((group, at) => ({
    label: groupLabel(report, at), stored: group.stored, plain: group.plain, known: !unknown,
  }));
  directories.sort((a, b) => b.plain - a.plain);
  fill('compression-blobs', compressionTable('Compression by blob', 'Blob', blobs));
  fill('compression-directories', compressionTable('Compression by directory', 'Directory', directories));
}

function showSharing(report) {
  const sharing = report.sharing;
  byId('sharing-summary').textContent = sharing.sharedChunks
    ? plural(sharing.sharedChunks, 'chunk') + ' used by several files: stored once, which saves '
      + bytes(sharing.saved) + ' of content.'
    : 'No chunk is used by several files.';
  if (sharing.shared.length > 0) {
    const rows = sharing.shared.map((chunk) => [pathList(chunk.paths, chunk.files), count(chunk.files),
      bytes(chunk.size), bytes(chunk.stored), chunk.blob + ' / ' + chunk.index,
      element('code', '', chunk.digest.slice(0, 16))]);
    fill('shared', table('Chunks that save the most (' + count(rows.length) + ' of '
      + count(sharing.sharedChunks) + ')', [{ title: 'Used by' }, { title: 'Files', kind: NUMBER },
      { title: 'Content', kind: NUMBER }, { title: 'Stored', kind: NUMBER }, { title: 'Blob / chunk', kind: NUMBER },
      { title: 'Digest' }], rows));
  }
  byId('duplicates-summary').textContent = sharing.duplicateDigests
    ? plural(sharing.duplicateDigests, 'digest') + ' stored more than once, which costs '
      + bytes(sharing.wasted) + ' of stored bytes.'
    : 'No digest is stored more than once.';
  if (sharing.duplicates.length > 0) {
    const rows = sharing.duplicates.map((chunk) => [pathList(chunk.copies.map((copy) =>
      copy.path + ' (blob ' + copy.blob + ', chunk ' + copy.index + ', ' + bytes(copy.stored) + ')'), chunk.count),
    count(chunk.count), bytes(chunk.size), bytes(chunk.wasted), element('code', '', chunk.digest.slice(0, 16))]);
    fill('duplicates', table('Digests that cost the most (' + count(rows.length) + ' of '
      + count(sharing.duplicateDigests) + ')', [{ title: 'Copies' }, { title: 'Number', kind: NUMBER },
      { title: 'Content', kind: NUMBER }, { title: 'Too much', kind: NUMBER }, { title: 'Digest' }], rows));
  }
}

function showLargest(report) {
  const longest = report.largest.length ? report.largest[0].size : 0;
  const rows = report.largest.map((file) => [file.path, bytes(file.size), bytes(file.stored),
    share(file.stored, file.plain), count(file.chunks), meter(file.stored, file.size, longest)]);
  fill('largest-table', table('The ' + count(rows.length) + ' largest regular files', [{ title: 'Path', kind: 'path' },
    { title: 'Size', kind: NUMBER }, { title: 'Stored', kind: NUMBER }, { title: 'Ratio', kind: NUMBER },
    { title: 'Chunks', kind: NUMBER }, { title: 'To scale' }], rows));
}

const SPECIAL = {
  setUid: 'Set-user-ID',
  setGid: 'Set-group-ID',
  capabilities: 'With capabilities',
  devices: 'Devices',
  pipes: 'Named pipes and sockets',
  worldWritable: 'Writable by everybody',
};

function showSpecial(report) {
  const none = report.special.filter((category) => category.count === 0).map((category) => SPECIAL[category.kind]);
  byId('special-summary').textContent = none.length === 0 ? '' : 'None: ' + none.join('; ') + '.';
  report.special.filter((category) => category.count > 0).forEach((category) => {
    const rows = category.files.map((file) => [file.path, element('code', '', file.mode), file.owner,
      bytes(file.size), file.detail]);
    const of = category.files.length < category.count ? 'the first ' + category.files.length + ' of ' : '';
    const box = byId('special-tables').appendChild(element('div', 'scroll'));
    box.appendChild(table(SPECIAL[category.kind] + ' (' + of + count(category.count) + ')', [
      { title: 'Path', kind: 'path' }, { title: 'Mode' }, { title: 'Owner' }, { title: 'Size', kind: NUMBER },
      { title: 'Note' }], rows));
  });
}
