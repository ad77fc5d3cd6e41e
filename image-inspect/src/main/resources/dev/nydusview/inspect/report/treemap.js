'use strict';

/*
 * The treemap. Items are those of the report, in a list where each names the place of its directory:
 * u parent, n name, k kind (d, f, r), s size, p content of chunks, t stored bytes, f files, d directories,
 * g group, x what is in it is left out. Zeros are not there.
 */

const MAX_TILES = 60;
const MAX_INNER_TILES = 40;
const MAX_DEPTH = 5;
const HEADING = 18;
const MIN_WIDTH_TO_OPEN = 56;
const MIN_HEIGHT_TO_OPEN = 44;
const MIN_WIDTH_TO_LABEL = 30;
const MIN_HEIGHT_TO_LABEL = 16;

/* The tree as the map needs it: children by place, and which directories hold several groups. */
function treeModel(items) {
  const children = items.map(() => []);
  const mixed = items.map(() => false);
  for (let i = items.length - 1; i > 0; i--) {
    const parent = items[i].u || 0;
    children[parent].unshift(i);
    if (mixed[i] || (items[i].g || 0) !== (items[parent].g || 0)) {
      mixed[parent] = true;
    }
  }
  return { items: items, children: children, mixed: mixed };
}

function itemName(model, i) {
  const item = model.items[i];
  if (i === 0) {
    return '/';
  }
  return item.k === 'r' ? 'the rest' : item.n;
}

function itemPath(model, i) {
  if (i === 0) {
    return '/';
  }
  let path = '';
  for (let at = i; at > 0; at = model.items[at].u || 0) {
    path = '/' + itemName(model, at) + path;
  }
  return path;
}

function canOpen(model, i) {
  return model.children[i].length > 0;
}

/* One sentence about an item, for the line below the map and for screen readers. */
function itemText(model, i) {
  const item = model.items[i];
  const all = model.items[0];
  const parts = [bytes(item.s) + ' (' + share(item.s, all.s) + ' of all)'];
  if (item.p) {
    parts.push('content stored in ' + bytes(item.t) + ' (' + share(item.t, item.p) + ')');
  } else if (item.s) {
    parts.push('no stored bytes of its own');
  }
  if (item.k !== 'f') {
    parts.push(plural(item.f, 'file') + ', ' + plural(item.d, 'directory', 'directories'));
  }
  if (item.x) {
    parts.push('its contents are left out of this page');
  }
  const kinds = { d: 'directory', f: 'file', r: 'items not shown one by one' };
  return itemPath(model, i) + ': ' + kinds[item.k] + ', ' + parts.join(', ');
}

function worstRatio(row, sum, side) {
  let worst = 0;
  row.forEach((area) => {
    const other = sum / side;
    const length = area / other;
    worst = Math.max(worst, length / other, other / length);
  });
  return worst;
}

/* The areas from place at on that make the best row along a side, and their sum. */
function bestRow(areas, at, side) {
  let row = [areas[at]];
  let sum = areas[at];
  for (let next = at + 1; next < areas.length; next++) {
    const longer = row.concat([areas[next]]);
    if (worstRatio(longer, sum + areas[next], side) > worstRatio(row, sum, side)) {
      break;
    }
    row = longer;
    sum += areas[next];
  }
  return { row: row, sum: sum };
}

/* Places areas, the largest first, into a box, as near to squares as rows allow. */
function squarified(areas, box) {
  const places = [];
  const free = { x: box.x, y: box.y, w: box.w, h: box.h };
  while (places.length < areas.length) {
    const side = Math.min(free.w, free.h);
    const best = bestRow(areas, places.length, side);
    const thick = side > 0 ? best.sum / side : 0;
    const upright = free.w >= free.h;
    let offset = 0;
    best.row.forEach((area) => {
      const length = thick > 0 ? area / thick : 0;
      places.push(upright
        ? { x: free.x, y: free.y + offset, w: thick, h: length }
        : { x: free.x + offset, y: free.y, w: length, h: thick });
      offset += length;
    });
    if (upright) {
      free.x += thick;
      free.w = Math.max(0, free.w - thick);
    } else {
      free.y += thick;
      free.h = Math.max(0, free.h - thick);
    }
  }
  return places;
}

/* What is in a directory, the largest first, without what has no area; rest is the area of what goes beyond max. */
function shownChildren(model, i, measure, max) {
  const sized = model.children[i].filter((child) => model.items[child][measure] > 0);
  sized.sort((a, b) => model.items[b][measure] - model.items[a][measure] || a - b);
  let rest = 0;
  sized.slice(max).forEach((child) => {
    rest += model.items[child][measure];
  });
  return { children: sized.slice(0, max), rest: rest };
}

function placeTile(tile, place) {
  tile.style.left = place.x + 'px';
  tile.style.top = place.y + 'px';
  tile.style.width = place.w + 'px';
  tile.style.height = place.h + 'px';
}

function tileElement(model, i, place, depth) {
  const tile = element(depth === 0 ? 'button' : 'span', 'tile');
  tile.setAttribute('data-item', String(i));
  placeTile(tile, place);
  if (depth === 0) {
    tile.type = 'button';
    tile.setAttribute('aria-label', itemText(model, i));
  } else {
    tile.setAttribute('aria-hidden', 'true');
  }
  return tile;
}

function labelTile(model, i, tile, place, measure) {
  if (place.w < MIN_WIDTH_TO_LABEL || place.h < MIN_HEIGHT_TO_LABEL) {
    return;
  }
  const label = element('span', 'label', itemName(model, i) + ' ');
  if (place.w > 90) {
    label.appendChild(element('span', 'amount', bytes(model.items[i][measure])));
  }
  tile.appendChild(label);
}

/* Draws what is in directory i into parent; tiles are placed within the box, whose origin is the parent's. */
function drawTiles(model, i, measure, parent, box, depth) {
  const shown = shownChildren(model, i, measure, depth === 0 ? MAX_TILES : MAX_INNER_TILES);
  const values = shown.children.map((child) => model.items[child][measure]);
  if (shown.rest > 0) {
    values.push(shown.rest);
  }
  const sum = values.reduce((a, b) => a + b, 0);
  const scale = sum > 0 ? box.w * box.h / sum : 0;
  const places = squarified(values.map((value) => value * scale), box);
  shown.children.forEach((child, at) => {
    drawTile(model, child, measure, parent, places[at], depth);
  });
  if (shown.rest > 0) {
    const place = places[places.length - 1];
    const more = parent.appendChild(element('span', 'tile more', place.w > 56 && place.h > 16 ? 'smaller' : ''));
    more.setAttribute('aria-hidden', 'true');
    placeTile(more, place);
  }
}

function drawTile(model, i, measure, parent, place, depth) {
  if (depth > 0 && (place.w < 3 || place.h < 3)) {
    return;
  }
  const tile = tileElement(model, i, place, depth);
  tile.style.setProperty('--fill', 'var(--c' + (model.items[i].g || 0) + ')');
  labelTile(model, i, tile, place, measure);
  const opened = canOpen(model, i)
    && depth < MAX_DEPTH && place.w > MIN_WIDTH_TO_OPEN && place.h > MIN_HEIGHT_TO_OPEN;
  if (opened) {
    tile.classList.add('framed');
    if (model.mixed[i]) {
      tile.classList.add('mixed');
    }
    const edge = depth === 0 ? 5 : 3;
    drawTiles(model, i, measure, tile,
      { x: 2, y: HEADING, w: place.w - edge - 3, h: place.h - HEADING - edge }, depth + 1);
  }
  parent.appendChild(tile);
}

/* Moves the focus among tiles as a key says; false if it says nothing of that kind. */
function moveFocus(tiles, key) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const ends = { Home: 0, End: tiles.length - 1 };
  const to = steps[key] ? tiles.indexOf(document.activeElement) + steps[key] : ends[key];
  if (to === undefined) {
    return false;
  }
  if (tiles[to]) {
    tiles[to].focus();
  }
  return true;
}

/* The map, its path, the line below and the table beside it. */
function startTreemap(report) {
  const model = treeModel(report.tree);
  const map = byId('map');
  let current = 0;
  let measure = 's';

  function say(i) {
    byId('status').textContent = itemText(model, i);
  }

  function tiles() {
    return Array.prototype.filter.call(map.children, (tile) => tile.hasAttribute('data-item'));
  }

  function draw() {
    clear(map);
    const box = { x: 0, y: 0, w: map.clientWidth || 900, h: map.clientHeight || 500 };
    drawTiles(model, current, measure, map, box, 0);
    map.setAttribute('aria-label', 'Map of ' + itemPath(model, current));
    if (!map.firstChild) {
      map.appendChild(element('p', 'none', 'Nothing in this directory has a size to show.'));
    }
  }

  function open(i, focus) {
    const from = current;
    current = i;
    draw();
    drawPath(model, i, open);
    drawContents(model, i, measure, open);
    say(i);
    if (focus === 'path') {
      byId('path').lastChild.focus();
    } else if (focus === 'map') {
      const before = tiles().filter((tile) => tile.getAttribute('data-item') === String(from));
      (before[0] || map.firstChild).focus();
    }
  }

  function up() {
    if (current !== 0) {
      open(model.items[current].u || 0, 'map');
    }
  }

  function itemAt(node) {
    for (let at = node; at && at !== map; at = at.parentNode) {
      if (at.hasAttribute && at.hasAttribute('data-item')) {
        return Number(at.getAttribute('data-item'));
      }
    }
    return -1;
  }

  function choose(i) {
    if (i >= 0 && canOpen(model, i)) {
      open(i, 'map');
    } else if (i >= 0) {
      say(i);
    }
  }

  map.addEventListener('click', (event) => choose(itemAt(event.target)));
  ['mouseover', 'focusin'].forEach((kind) => map.addEventListener(kind, (event) => {
    const i = itemAt(event.target);
    if (i >= 0) {
      say(i);
    }
  }));
  map.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      choose(itemAt(event.target));
    } else if (event.key === 'Escape' || event.key === 'Backspace') {
      up();
    } else if (!moveFocus(tiles(), event.key)) {
      return;
    }
    event.preventDefault();
  });
  byId('measure').addEventListener('change', () => {
    measure = byId('measure').value;
    open(current, '');
  });
  window.addEventListener('resize', draw);
  open(0, '');
}

/* The way down to directory i, a button for each step; of a very long one, both ends. */
function drawPath(model, i, open) {
  const nav = byId('path');
  clear(nav);
  const way = [];
  for (let at = i; at > 0; at = model.items[at].u || 0) {
    way.unshift(at);
  }
  way.unshift(0);
  way.forEach((at, step) => {
    if (way.length > 12 && step > 3 && step < way.length - 6) {
      if (step === 4) {
        nav.appendChild(element('span', '', '… / '));
      }
      return;
    }
    const crumb = element('button', 'crumb', itemName(model, at));
    crumb.type = 'button';
    if (at === i) {
      crumb.setAttribute('aria-current', 'true');
    }
    crumb.addEventListener('click', () => open(at, 'path'));
    if (step > 1) {
      nav.appendChild(element('span', '', '/'));
    }
    nav.appendChild(crumb);
  });
}

function drawContents(model, i, measure, open) {
  const order = model.children[i].slice();
  order.sort((a, b) => (model.items[b][measure] || 0) - (model.items[a][measure] || 0) || a - b);
  const rows = order.map((child) => {
    const item = model.items[child];
    let name = element('span', '', itemName(model, child));
    if (canOpen(model, child)) {
      name = element('button', 'crumb', itemName(model, child) + '/');
      name.type = 'button';
      name.addEventListener('click', () => open(child, 'path'));
    } else if (item.k === 'd') {
      name.textContent = itemName(model, child) + '/';
    }
    return [name, bytes(item.s), item.t ? bytes(item.t) : '–', item.k === 'f' ? '' : count(item.f)];
  });
  const columns = [{ title: 'Name', kind: 'path' }, { title: 'Size', kind: 'number' },
    { title: 'Stored', kind: 'number' }, { title: 'Files', kind: 'number' }];
  fill('contents', table('Contents of ' + itemPath(model, i), columns, rows));
}
