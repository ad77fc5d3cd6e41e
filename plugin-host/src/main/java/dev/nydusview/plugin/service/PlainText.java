package dev.nydusview.plugin.service;

/** Text of plugins, made fit to be kept and written. */
public final class PlainText {
    private static final char REPLACEMENT = '\ufffd';

    private PlainText() {}

    /** At most {@code max} characters of {@code text}, and no half of a surrogate pair, which is no character. */
    public static String of(String text, int max) {
        boolean cut = text.length() > max;
        StringBuilder fit = new StringBuilder(cut ? text.substring(0, max) : text);
        for (int at = 0; at < fit.length(); at++) {
            if (Character.isSurrogate(fit.charAt(at)) && Character.charCount(fit.codePointAt(at)) == 2) {
                at++;
            } else if (Character.isSurrogate(fit.charAt(at))) {
                fit.setCharAt(at, REPLACEMENT);
            }
        }
        return cut ? fit.append('…').toString() : fit.toString();
    }
}
