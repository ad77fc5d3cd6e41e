package dev.nydusview.authz;

import dev.nydusview.authz.judge.Relation;

/**
 * The image that a decision rests on.
 *
 * @param digest of the manifest that was read
 * @param relation of that manifest to the digest that the image's name stands for
 */
public record ReadImage(String digest, Relation relation) {}
