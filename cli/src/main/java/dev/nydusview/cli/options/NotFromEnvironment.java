package dev.nydusview.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option without a variable of the environment. A variable is for every command that has an option of its name, and
 * {@code NYDUSVIEW_FORMAT} is for results of nydusview: it must not choose the reports of scanners and plugins.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NotFromEnvironment {}
