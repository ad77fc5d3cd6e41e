/**
 * Mirrors of registries, as {@code --mirror}, registries.conf(5) of podman and {@code hosts.toml} of containerd name them:
 * {@link dev.nydusview.registry.mirror.MirrorRules} finds those of an image. Used by {@code registry.http}.
 */
@NullMarked
package dev.nydusview.registry.mirror;

import org.jspecify.annotations.NullMarked;
