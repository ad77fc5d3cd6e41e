package dev.nydusview.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An option whose variable does not act on every command line. A variable is set once for all commands, so where it would
 * contradict the command line, or says nothing about this one, it is no mistake of the user.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface FromEnvironment {
    /**
     * Options that decide instead, if they are on the command line: with any value, or with the one that is given; {@code
     * --} is the program behind it.
     */
    String[] unless() default {};

    /** An option without which the variable says nothing, in commands that have that option. */
    String onlyWith() default "";
}
