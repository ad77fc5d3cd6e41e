package dev.nydusview.cli.prompt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model of a terminal's screen, as far as line editors and pagers use one. */
final class Screen {
    private static final int SCROLLBACK = 500;

    private final List<String> gone = new ArrayList<>();
    private StringBuilder sequence = new StringBuilder();
    private byte[] character = new byte[0];
    private int columns;
    private int[][] cells;
    private int row;
    private int column;

    Screen(int columns, int rows) {
        this.columns = columns;
        this.cells = blank(columns, rows);
    }

    private static int[][] blank(int columns, int rows) {
        int[][] cells = new int[rows][columns];
        Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
        return cells;
    }

    /** Changes the size and forgets the text. */
    void resize(int newColumns, int newRows) {
        columns = newColumns;
        cells = blank(newColumns, newRows);
        row = 0;
        column = 0;
    }

    /** Returns all lines without blanks at their ends, from those that went off the top to the one with the cursor. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(gone);
        for (int i = 0; i <= row; i++) {
            lines.add(new String(cells[i], 0, columns).stripTrailing());
        }
        return lines;
    }

    void write(byte b) {
        if (!sequence.isEmpty()) {
            control((char) b);
        } else if (b == 0x1b) {
            sequence.append((char) b);
        } else if (b < 0 || b >= ' ') {
            print(b);
        } else if (b == '\r') {
            column = 0;
        } else if (b == '\n') {
            lineFeed();
        } else if (b == '\b') {
            column = Math.max(0, Math.min(column, columns) - 1);
        }
    }

    private void print(byte b) {
        character = Arrays.copyOf(character, character.length + 1);
        character[character.length - 1] = b;
        String text = new String(character, StandardCharsets.UTF_8);
        if (text.contains("\ufffd") && character.length < 4) {
            return;
        }
        character = new byte[0];
        if (column >= columns) {
            column = 0;
            lineFeed();
        }
        cells[row][column++] = text.codePointAt(0);
    }

    private void lineFeed() {
        if (row < cells.length - 1) {
            row++;
            return;
        }
        gone.add(new String(cells[0], 0, columns).stripTrailing());
        if (gone.size() > SCROLLBACK) {
            gone.remove(0);
        }
        int[] first = cells[0];
        System.arraycopy(cells, 1, cells, 0, cells.length - 1);
        Arrays.fill(first, ' ');
        cells[cells.length - 1] = first;
    }

    private void control(char c) {
        sequence.append(c);
        boolean csi = sequence.charAt(1) == '[';
        boolean more = csi
                ? sequence.length() == 2 || c < '@'
                : "()#".indexOf(sequence.charAt(1)) >= 0 && sequence.length() == 2;
        if (more) {
            return;
        }
        String whole = sequence.toString();
        sequence = new StringBuilder();
        if (csi && whole.charAt(2) != '?') {
            move(c, whole.substring(2, whole.length() - 1));
        } else if (whole.equals("\u001bM")) {
            row = Math.max(0, row - 1);
        }
    }

    private void move(char command, String parameters) {
        String[] numbers = parameters.split(";", -1);
        int first = numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]);
        int count = Math.max(1, first);
        int at = Math.min(column, columns - 1);
        switch (command) {
            case 'A' -> row = Math.max(0, row - count);
            case 'B' -> row = Math.min(cells.length - 1, row + count);
            case 'C' -> column = Math.min(columns - 1, at + count);
            case 'D' -> column = Math.max(0, at - count);
            case 'G' -> column = count - 1;
            case 'd' -> row = count - 1;
            case 'H' -> {
                row = count - 1;
                column = numbers.length > 1 ? Integer.parseInt(numbers[1]) - 1 : 0;
            }
            case 'J' -> eraseDown(first, at);
            case 'K' -> Arrays.fill(cells[row], first == 0 ? at : 0, first == 1 ? at + 1 : columns, ' ');
            case 'P' -> shift(at + count, at, columns - at - count);
            case '@' -> shift(at, at + count, columns - at - count);
            case 'm', 'l', 'h', 't' -> {} // colours, modes, titles
            default -> throw new IllegalStateException("the terminal is told " + parameters + command);
        }
    }

    private void eraseDown(int mode, int at) {
        Arrays.fill(cells[row], mode == 0 ? at : 0, columns, ' ');
        for (int i = mode == 0 ? row + 1 : 0; i < cells.length; i++) {
            Arrays.fill(cells[i], ' ');
        }
    }

    private void shift(int from, int to, int length) {
        int kept = Math.max(0, length);
        System.arraycopy(cells[row], Math.min(from, columns), cells[row], Math.min(to, columns), kept);
        int start = to < from ? to + kept : from;
        Arrays.fill(cells[row], start, to < from ? columns : Math.min(to, columns), ' ');
    }
}
