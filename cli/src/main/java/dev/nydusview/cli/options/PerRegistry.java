package dev.nydusview.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option whose setting in a configuration file depends on the registry: it is looked up when the registry is known,
 * not when the command line is parsed.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface PerRegistry {}
