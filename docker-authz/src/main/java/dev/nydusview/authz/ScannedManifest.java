package dev.nydusview.authz;

import dev.nydusview.authz.scan.Relation;

/**
 * The manifest that a decision rests on.
 *
 * @param relation to the digest that the image's name stands for
 */
record ScannedManifest(String digest, Relation relation) {}
