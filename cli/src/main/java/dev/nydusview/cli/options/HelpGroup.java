package dev.nydusview.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The heading under which help texts list the options that a class declares. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface HelpGroup {
    /** Heading of the group, such as {@code Registry}. */
    String value();

    /** Tells whether so many commands have these options that help texts only name them. */
    boolean common() default false;
}
